"""Sentences of many kinds of incidents, in English: those that deny, and honest ones that a simpler rule would take for denials."""

DENIES = """
No passport numbers were on the lost drive.
The stick held no names of pupils.
The stolen tablet contained no addresses.
Exam results were not affected.
They did not get into the payroll system.
They never reached the backup server.
Only the newsletter list was copied.
They opened only the press folder.
They only saw the room plan.
Nobody read the medical notes.
No one opened the personnel files.
Nobody outside the school saw the reports.
None of the invoices was taken.
None of your messages were read.
Neither the diary nor the address book was copied.
Nothing was stolen from the archive.
We found no evidence that anyone copied the minutes.
There is no indication that bank details were seen.
There was no clear sign of copying.
There were no tax numbers in the folder.
There are no photographs in it.
The mailbox had no attachments in it, and nobody opened it.
The burglars took no paper files.
The thief did not take the second laptop.
The intruder could not open the encrypted folder.
The attackers were unable to read the key file.
They couldn’t reach the donation system.
They were not able to copy the recordings.
The finder could not read the card.
They did not manage to open the safe folder.
Your health card is safe.
The photographs remain safe.
All backups stayed intact.
The booking system was unaffected.
Your savings are completely safe with us.
The ward computers are still intact.
The intruder no longer has access to the mail server.
They no longer have access to the shared drive.
The former employee no longer has access to the archive.
They can no longer reach our servers.
They are no longer in our network.
Card numbers weren't stored in the shop.
We do not hold card numbers.
We hold no copies of identity cards.
Our shop does not store card numbers.
The list did not include dates of birth.
It included no telephone numbers.
Dates of birth were not among them.
Account numbers were not part of it.
Passwords were not in the file that leaked.
The file was on the page for an hour, but nobody opened it.
They took names, but not addresses.
They read the titles of the tickets and not the texts.
No data left our network.
Nothing left our servers.
We have not found any trace of them in the pharmacy system.
We did not find any evidence of copying.
The firm has seen no sign that they came back.
The logs do not show any sign of access to photographs.
The police found no proof that the list was sold, or that it was copied.
The data of guests was not accessed.
No customer record was viewed.
No files were downloaded.
Health data was never exposed.
The second database was not compromised.
The keys were not disclosed.
The key was never in the repository.
Nobody had access to the recordings.
They had no access to the camera pictures.
The supplier never had access to your bank details.
They did not have access to the vault.
They gained no access to the control system.
There was no access to patient files.
The malware did not affect the lifts.
The outage did not affect the emergency line.
The mistake affected only the staff list.
Only 14 rooms were affected.
The leaver opened none of the folders.
They stole the laptop, and it held no client files.
The envelope contained neither names nor addresses.
Nor were bank details copied.
They did not steal names, nor did they open the letters.
The supplier says that nobody opened the archive.
We know that no keys were copied.
We are sure nobody saw the pictures.
They did not see your answers in the survey.
The wrong recipient did not open the attachment.
The person who received the list did not read it and has deleted it.
Wage slips have not been opened by anyone.
The letters could not be read by the thief.
The notes could not be copied because they are on paper.
The data does not appear to have been copied.
Nothing suggests that the names were copied.
We searched the whole server and found nothing.
The police searched his flat and found nothing there.
Your fingerprints were never on that server.
Except for the guest list, nothing was copied.
Since 4 March nobody has opened the folder.
As far as we can see from the logs, no photographs were opened.
The camera saw nobody; the boxes were not opened.
He did not get hold of the master key.
They looked at the menu plan and never got as far as the accounts.
No passwords, keys or tokens were leaked.
Meter readings were not disclosed to anyone.
We can rule this out: the grades were not in the export.
The drive was encrypted, so nobody can read it.
The ransomware did not reach the dialysis unit.
The contractor did not copy the plans.
No one has read your file since then.
The laptop was locked and the finder did not get into it.
""".strip().splitlines()

DOES_NOT_DENY = """
You cannot order a new card online.
Customers cannot see their invoices at the moment.
Staff cannot open their calendars.
Parents could not reach the school office by e-mail.
We could not reach 40 families.
We cannot open the archive until the police have been here.
We cannot yet see what was copied.
We were unable to read the log of 4 March.
The portal is unable to take payments.
The shop cannot open before Tuesday.
The help desk does not open on Sundays.
The counter is not open today.
The second door was not locked.
The list was not encrypted.
There was no lock on the cabinet.
There was no encryption on the stick.
There was no alarm in the server room.
There was no backup of the calendar.
Nobody took backups of the calendar.
No checks were in place.
The account had no second factor.
The door had no alarm, and nobody checked it.
Nobody saw the warning from the scanner.
Nobody read the alert until Monday.
The alarm did not reach the night shift.
We did not see the alert.
We have not opened the letter from the extortionists.
We have never read the messages they sent us.
We have not yet read all files.
We did not take the report seriously.
You have not read this letter before.
We did not notice the second login for two days.
We did not know that the list was on the page.
We did not tell the nurses until Friday.
We did not check who had access.
We will not pay for the data.
We will never read your card number out to you.
We will not open any attachment that comes to this address.
We will take no new bookings this week.
We took no action for nine days.
The search did not take long.
No decision has been taken.
No steps were taken after the first report.
The hotline takes no calls at night.
Do not open the text message.
Don't open attachments from this sender.
Never read a code to a caller.
Please do not copy the link.
Open only letters that carry your customer number.
Take nothing at face value that comes from this address.
If you have not seen a letter by May, ring us.
If nobody answers, the desk is not staffed.
We do not know whether anyone read them.
We do not know if the drafts were not copied too.
The bank does not know which cards they used.
The desk does not record who opens a file.
The system leaves no trace of reading.
The printer keeps no record of what was copied.
The log keeps no trace of who opened the file.
We have no sign of how they came in.
There is no trace of who opened it.
They took not only the list but also the keys.
They read not just the titles.
They copied more than names, not least the bank details.
They opened it no later than 4 March.
No fewer than 300 letters were read.
No doubt they read the letters.
We saw it only in March.
The archive was only opened on 4 May.
We found out only two days later that they had read it.
The only copy of the list was taken.
Our only backup was stolen.
The passwords were no longer used.
The old list was no longer needed and should not have been there.
The letters were not opened until 4 May; then they read all of them.
Nobody opened the archive until 6 June.
They have not opened the last folder yet.
Members who have not opened our letter can ring us.
People who did not read the first notice find it below.
Guests who took no breakfast are on the list too.
Is my password safe?
Were only names copied?
Change your password to be safe.
To stay safe, hang up and ring us.
Stay safe and do not answer.
The passwords are not safe.
The archive is no longer safe.
We cannot say that the data is safe.
We do not know whether your photographs are safe.
We will tell you when it is safe to log in.
We were wrong when we said that no passwords were taken.
It was not true that nobody read the letters.
We thought that nobody had opened it.
In March we said that card numbers were not affected.
The break-in has not been contained.
We have not contained the attack.
The passwords may not have been changed since 2019.
The list should not have been in that folder.
The keys must not be kept there.
The mistake was not ours alone.
Nothing works at the branch in Leeds.
Nobody was in the building when they came.
There is nothing you can do yet.
It is not clear how they reached the archive.
It is not possible to open an account today.
Our letters did not reach 12 families.
The e-mail has not reached everyone.
Notice no. 4 names the letters they read.
No, they copied all of them.
We are not in a position to say more.
The lift is not in service.
They asked for money, and we did not answer.
They published the list, which nobody had expected.
We need no copy of your identity card.
You no longer have access to your old mailbox.
Nurses have no access to the drug list today.
They deleted the log, so we will never know what they read.
Staff did not know the rule, and nobody had taught it.
We had no plan for this.
The person whose account they used did nothing wrong.
We kept no list of who has a key.
Not everyone has had a letter from us.
The test did not find the hole.
They copied everything, whether it was needed or not.
""".strip().splitlines()
